package main

import "why403/flow/i18n"

// What the commands print for people; flags, help and errors stand where they are made.
var (
	sayCrashed = i18n.T("why403: it crashed. The terminal is as it was, and what was answered is kept: why403 resume goes on.\nwhy403: for whoever mends it:\n")
)
