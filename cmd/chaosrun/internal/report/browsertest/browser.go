// Package browsertest looks at pages in a real browser, for tests. If there is none on the
// machine, the tests are skipped, and say so.
package browsertest

import (
	"bytes"
	"context"
	"image/png"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// find returns a Chromium of the machine's, or "".
func find() string {
	for _, name := range []string{os.Getenv("CHROME"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell", "chrome-headless-shell"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	return ""
}

// Page is a page in a browser.
type Page struct {
	t   *testing.T
	ctx context.Context
}

// Open opens a page from a file: address, with a profile of its own, and waits until the
// page's script has run.
func Open(t *testing.T, page []byte) *Page {
	t.Helper()
	path := find()
	if path == "" {
		t.Skip("NO BROWSER: the page was not looked at; install Chromium, or set CHROME to one, to test it")
	}
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, page, 0o644); err != nil {
		t.Fatal(err)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1280, 900))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	p := &Page{t, ctx}
	p.Do(chromedp.Navigate((&url.URL{Scheme: "file", Path: file}).String()), chromedp.WaitVisible(`body[data-ready]`))
	return p
}

// Do does steps one after the other.
func (p *Page) Do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// Press presses keys, one after the other.
func (p *Page) Press(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		p.Do(chromedp.KeyEvent(k))
	}
}

// Ask returns the value of an expression in the page.
func Ask[T any](p *Page, expression string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// Text returns the text of the element that a selector finds, and "" for none.
func (p *Page) Text(sel string) string {
	p.t.Helper()
	return Ask[string](p, `(document.querySelector("`+sel+`")||{textContent:""}).textContent`)
}

// Wait waits until an expression is true in the page.
func (p *Page) Wait(expression string) {
	p.t.Helper()
	for range 300 {
		if Ask[bool](p, expression) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.t.Fatalf("the page never came to %s", expression)
}

// Screen is a size of window and a taste.
type Screen struct {
	Name, Scheme string // light or dark
	Width        int64
	Mobile       bool
}

// Screens are those that every page is looked at on.
var Screens = []Screen{{"light", "light", 1280, false}, {"dark", "dark", 1280, false}, {"phone", "light", 390, true}, {"phone-dark", "dark", 390, true}}

// On makes the window as the screen is.
func (p *Page) On(s Screen) {
	p.t.Helper()
	size := emulation.SetDeviceMetricsOverrideParams{Width: s.Width, Height: 844, DeviceScaleFactor: 1, Mobile: s.Mobile}
	if _, err := chromedp.Call(p.ctx, emulation.SetDeviceMetricsOverride, size); err != nil {
		p.t.Fatal(err)
	}
	taste := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: s.Scheme}}}
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, taste); err != nil {
		p.t.Fatal(err)
	}
	p.Do(chromedp.Sleep(300 * time.Millisecond)) // a page waits a little before it draws anew
}

// Look takes a picture of the screen and checks what is true of every page: it is not wider
// than the screen, and as dark as the user likes. The picture goes to the folder
// SHOW_SCREENSHOTS, if that is set, under a name that begins with prefix.
func (p *Page) Look(s Screen, prefix string) {
	p.t.Helper()
	shot, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatal(err)
	}
	if Ask[bool](p, `document.documentElement.scrollWidth > window.innerWidth`) {
		p.t.Errorf("%s: the page is wider than the screen", s.Name)
	}
	img, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		p.t.Fatal(err)
	}
	r, _, _, _ := img.At(2, 2).RGBA()
	if dark := r < 0x8000; dark != (s.Scheme == "dark") {
		p.t.Errorf("%s: the page is dark: %v", s.Name, dark)
	}
	if dir := os.Getenv("SHOW_SCREENSHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, prefix+s.Name+".png"), shot, 0o644); err != nil {
			p.t.Fatal(err)
		}
	}
}
