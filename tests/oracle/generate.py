def configuration(tables, seed):
    return None
