"""The laboratory without its web pages: Config, Run and Worker.

Nothing in this package imports Streamlit, and only what runs inside a worker process imports TensorFlow or Keras.
"""
