"""Forms that a customer's page accepts."""

from factories import UserFactory


def send_password_reset():
    return f"/admin/customers/{UserFactory().id}/password-reset", {}


def send_confirmation():
    return f"/admin/customers/{UserFactory(confirmed_at=None).id}/confirmation", {}


EXAMPLES = {
    "admin.send_password_reset": send_password_reset,
    "admin.send_confirmation": send_confirmation,
}
