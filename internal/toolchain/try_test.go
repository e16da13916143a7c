package toolchain

import (
	"context"
	"os"
	"testing"
)

func TestTry(t *testing.T) {
	tc, err := Find(context.Background(), Config{Dir: os.Getenv("TRYDIR"), Log: os.Stderr, Race: os.Getenv("TRYRACE") != "", Version: os.Getenv("TRYGO")})
	if err != nil {
		t.Fatal(err)
	}
	ps, err := tc.List(context.Background(), "./...")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range ps {
		bin, err := tc.Build(context.Background(), p)
		t.Log(bin, err)
	}
}
