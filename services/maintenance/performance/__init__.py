"""How well did each version of a model serve those who followed its advice?"""
