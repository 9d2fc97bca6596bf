"""The Flask extensions, unbound; create_app binds them."""

from pathlib import Path
from typing import TYPE_CHECKING

from flask_babel import Babel
from flask_compress import Compress
from flask_cors import CORS
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_mail import Mail
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from shop.database import Base, RoutingSession, include_name, render_type

db = SQLAlchemy(
    model_class=Base, disable_autonaming=True, session_options={"class_": RoutingSession}
)
if TYPE_CHECKING:  # mypy cannot follow a base class that is made while the program runs
    Model = Base
else:
    Model = db.Model
migrate = Migrate(
    db=db,
    directory=str(Path(__file__).parent / "migrations"),
    render_as_batch=True,
    render_item=render_type,
    include_name=include_name,
)
babel = Babel()
compress = Compress()
cors = CORS()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address)
login_manager = LoginManager()
mail = Mail()
