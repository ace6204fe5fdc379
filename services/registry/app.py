"""Which machines exist, who owns them, and who may see what?"""

from services.kit.app import service

app = service(__name__)
