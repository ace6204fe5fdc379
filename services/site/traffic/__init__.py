"""Where does traffic build up on a site's roads, when does it bunch, and who came too close to whom?"""
