module github.com/chaosrun/chaosrun

go 1.25.0
