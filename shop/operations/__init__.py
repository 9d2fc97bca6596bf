"""What those who run the shop look at: health, metrics, the job dashboard."""
