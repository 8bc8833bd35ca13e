"""What the people of locustfile.py share, and how their visit is judged."""
