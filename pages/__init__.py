"""What is on the screens of the products: page objects, a folder for each product or for what several share."""
