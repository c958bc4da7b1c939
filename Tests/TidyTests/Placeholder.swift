// Takes its first file soon.
