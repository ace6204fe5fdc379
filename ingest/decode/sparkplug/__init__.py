"""What do machines that speak Sparkplug B say, as readings?"""
