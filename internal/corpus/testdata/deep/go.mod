module deep

go 1.25
