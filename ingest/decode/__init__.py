"""How are the messages of each generation of telematics read?"""
