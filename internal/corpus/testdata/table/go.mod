module table

go 1.25
