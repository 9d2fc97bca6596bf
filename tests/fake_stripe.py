"""As much of Stripe's API as the shop uses, on a port of its own."""

import json
import threading
import uuid
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import stripe

SECRET = "whsec_test"


class FakeStripe(ThreadingHTTPServer):
    """Sessions and refunds by id, and the requests that were made. `away` answers 503."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.sessions, self.refunds, self.by_key = {}, {}, {}
        self.requests = []
        self.away = False
        self.refuses_refunds = False

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def create_session(self, form):
        id_ = f"cs_{uuid.uuid4().hex}"
        self.sessions[id_] = {
            "id": id_,
            "object": "checkout.session",
            "url": f"{self.url}/pay/{id_}",
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "amount_total": int(form["line_items[0][price_data][unit_amount]"]),
            "currency": form["line_items[0][price_data][currency]"],
            "metadata": {name: form[f"metadata[{name}]"] for name in ("order", "payment")},
        }
        return self.sessions[id_]

    def create_refund(self, form):
        id_ = f"re_{uuid.uuid4().hex}"
        self.refunds[id_] = {"id": id_, "object": "refund", "status": "succeeded", **form}
        return self.refunds[id_]

    def pay(self, session, **changed):
        """The shopper pays on Stripe's page; the session as it is now."""
        session |= {"status": "complete", "payment_status": "paid"} | changed
        session["payment_intent"] = f"pi_{session['id']}"
        return session

    def only_session(self):
        (session,) = self.sessions.values()
        return session


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer("")

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers["Content-Length"] or 0)).decode())

    def answer(self, body):
        stripe_, form = self.server, dict(parse_qsl(body))
        key = self.headers.get("Idempotency-Key")
        stripe_.requests.append((self.command, self.path, form, key))
        if stripe_.away:
            return self.send(503, {"error": {"type": "api_error", "message": "away"}})
        if self.command == "GET":
            found = stripe_.sessions.get(self.path.rpartition("/")[2])
            missing = {"error": {"type": "invalid_request_error", "message": "none"}}
            return self.send(200, found) if found else self.send(404, missing)
        if self.path == "/v1/refunds" and stripe_.refuses_refunds:
            error = {"type": "invalid_request_error", "message": "The charge is disputed."}
            return self.send(400, {"error": error})
        if key not in stripe_.by_key:
            create = stripe_.create_refund if "refunds" in self.path else stripe_.create_session
            stripe_.by_key[key] = create(form)
        return self.send(200, stripe_.by_key[key])

    def send(self, status, answer):
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        pass


@contextmanager
def running():
    server = FakeStripe()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def event(kind, session, id_="evt_1", timestamp=None, secret=SECRET):
    """The body and the headers of a message about `session`."""
    body = json.dumps(
        {
            "id": id_,
            "object": "event",
            "type": f"checkout.session.{kind}",
            "data": {"object": session},
        }
    )
    signature = stripe.WebhookSignature.generate_signature_header(body, secret, timestamp)
    return body.encode(), {"Stripe-Signature": signature}
