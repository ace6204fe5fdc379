"""How does the one public door start?"""


class Caddy: ...
