"""Where does a machine stand among comparable ones, and what may be told of that without telling of anyone else?"""
