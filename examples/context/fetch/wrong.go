//go:build chaosrun

package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"
)

// fetchHeader limits the wait for the header, and thinks that the body comes with it.
func fetchHeader(ctx context.Context, client *http.Client, url string, limit time.Duration) ([]byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	timer := time.AfterFunc(limit, cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := client.Do(req)
	timer.Stop()
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, resp.Status)
	}
	return io.ReadAll(resp.Body)
}

// fetchSimple is how it begins: no limit, and on an error there is nothing to read, so
// nothing is closed.
func fetchSimple(_ context.Context, client *http.Client, url string, _ time.Duration) ([]byte, error) {
	resp, err := client.Get(url)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, resp.Status)
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}
