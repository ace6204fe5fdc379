"""How fast are machines of a large fleet judged, and how fast does one of them get its forecast?"""
