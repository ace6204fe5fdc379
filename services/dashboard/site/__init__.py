"""Where on a site is each machine, and what does it do there?"""
