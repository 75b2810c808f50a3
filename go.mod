module why403

go 1.26
