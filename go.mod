module github.com/chaosrun/chaosrun

go 1.25
