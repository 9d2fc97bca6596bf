"""The Flask extensions, unbound; create_app binds them. Flask-Migrate is in shop.migrating."""

from typing import TYPE_CHECKING

from flask_babel import Babel
from flask_compress import Compress
from flask_cors import CORS
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_mail import Mail
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from shop.database import Base, RoutingSession

db = SQLAlchemy(
    model_class=Base, disable_autonaming=True, session_options={"class_": RoutingSession}
)
if TYPE_CHECKING:  # mypy cannot follow a base class that is made while the program runs
    Model = Base
else:
    Model = db.Model
babel = Babel()
compress = Compress()
cors = CORS()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address)
login_manager = LoginManager()
mail = Mail()
