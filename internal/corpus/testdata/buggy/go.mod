module buggy

go 1.25
