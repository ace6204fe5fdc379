"""How fast is each part beside its limit or its peer?"""
