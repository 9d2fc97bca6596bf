"""Still lifes drawn with Pillow: turned bodies, soft shapes and the scenes they stand in."""
