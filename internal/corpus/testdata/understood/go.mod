module understood

go 1.25
