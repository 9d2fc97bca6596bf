"""The invented people who buy in the demo shop's past year."""

from typing import NamedTuple


class Buyer(NamedTuple):
    """A shopper with an address. Addresses of example.com reach nobody (RFC 2606)."""

    name: str
    line1: str
    city: str
    region: str
    postcode: str
    country: str

    @property
    def email(self) -> str:
        if self.name == "Sam Field":  # who has an account, see seeds.accounts
            return "shopper@example.com"
        return self.name.lower().replace(" ", ".") + "@example.com"


BUYERS = (
    Buyer("Sam Field", "14 Orchard Street", "Portland", "OR", "97205", "US"),
    Buyer("Nora Bright", "220 Cedar Avenue", "Austin", "TX", "78704", "US"),
    Buyer("Elias Stone", "9 Harbor Road", "Portland", "ME", "04101", "US"),
    Buyer("June Alvarez", "48 Mission Lane", "San Diego", "CA", "92103", "US"),
    Buyer("Theo Lambert", "3310 Lake Shore Drive", "Chicago", "IL", "60657", "US"),
    Buyer("Priya Raman", "77 Elm Court", "Seattle", "WA", "98103", "US"),
    Buyer("Caleb Winters", "5 Maple Row", "Burlington", "VT", "05401", "US"),
    Buyer("Rosa Delgado", "612 Canal Street", "New Orleans", "LA", "70130", "US"),
    Buyer("Hannah Weiss", "18 Beacon Hill", "Boston", "MA", "02108", "US"),
    Buyer("Marcus Reed", "101 Peachtree Walk", "Atlanta", "GA", "30309", "US"),
    Buyer("Lena Vogt", "Gartenweg 7", "Freiburg", "", "79098", "DE"),
    Buyer("Jonas Keller", "Lindenallee 33", "Leipzig", "", "04105", "DE"),
    Buyer("Amelie Brandt", "Hafenstieg 2", "Hamburg", "", "20457", "DE"),
    Buyer("Fiona Hart", "6 Mill Lane", "Leeds", "", "LS1 4AP", "GB"),
    Buyer("Oliver Finch", "29 Quay Street", "Bristol", "", "BS1 4DJ", "GB"),
    Buyer("Isla Murray", "4 Castle Wynd", "Stirling", "", "FK8 1EL", "GB"),
    Buyer("Camille Perrin", "12 rue des Tanneurs", "Lyon", "", "69002", "FR"),
    Buyer("Hugo Marchand", "5 quai des Bateliers", "Strasbourg", "", "67000", "FR"),
    Buyer("Sofie Jansen", "Prinsengracht 88", "Amsterdam", "", "1015 DZ", "NL"),
    Buyer("Mira Novak", "Slovenska cesta 15", "Ljubljana", "", "1000", "SI"),
)
