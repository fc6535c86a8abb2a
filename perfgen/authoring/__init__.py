"""For the colleague who makes templates: the names a template may use, and what is wrong with one."""
