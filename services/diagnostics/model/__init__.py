"""By which models are machines judged, and do they still fit what comes?"""
