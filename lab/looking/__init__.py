"""Looking at what a trained network makes of images: without Streamlit, and without TensorFlow."""
