package report

import (
	"bytes"
	"context"
	"image/png"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// findBrowser returns a Chromium of the machine's, or "".
func findBrowser() string {
	for _, name := range []string{os.Getenv("CHROME"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell", "chrome-headless-shell"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	return ""
}

// browse opens a page from a file: URL in a real browser.
func browse(t *testing.T, page []byte) context.Context {
	t.Helper()
	path := findBrowser()
	if path == "" {
		t.Skip("NO BROWSER: the page was not looked at; install Chromium, or set CHROME to one, to test it")
	}
	file := filepath.Join(t.TempDir(), "show.html")
	if err := os.WriteFile(file, page, 0o644); err != nil {
		t.Fatal(err)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WindowSize(1280, 900))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 60*time.Second)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	do(t, ctx, chromedp.Navigate((&url.URL{Scheme: "file", Path: file}).String()), chromedp.WaitVisible(`body[data-ready]`))
	return ctx
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// ask returns the value of an expression in the page.
func ask[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// text returns the text of the element that a selector finds, and "" for none.
func text(t *testing.T, ctx context.Context, sel string) string {
	t.Helper()
	return ask[string](t, ctx, `(document.querySelector("`+sel+`")||{textContent:""}).textContent`)
}

// set makes the browser's window one of the given size, and the user's taste light or dark.
func set(t *testing.T, ctx context.Context, size emulation.SetDeviceMetricsOverrideParams, scheme string) {
	t.Helper()
	if _, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, size); err != nil {
		t.Fatal(err)
	}
	taste := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, taste); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Sleep(300*time.Millisecond)) // the page waits a little before it draws anew
}

// TestPageInBrowser walks through a page as a person does.
func TestPageInBrowser(t *testing.T) {
	ctx := browse(t, htmlOf(t, bankTrace(), bankSources(t)))
	if got := text(t, ctx, "#source .current"); !strings.HasSuffix(got, "go transfer(b, a)") {
		t.Errorf("at first the highlighted line is %q", got)
	}
	for _, c := range []struct{ key, words, line string }{
		{"j", "g2 starts", "go transfer(b, a)"},
		{kb.ArrowDown, "g2 Lock mutex#2", "from.Lock()"},
		{"n", "g1 Lock mutex#1", "from.Lock()"},
		{"p", "g2 Lock mutex#2", "from.Lock()"},
		{kb.End, "g1 Lock mutex#2: waits", "to.Lock()"},
		{"k", "g2 Lock mutex#1: waits", "to.Lock()"},
		{kb.Home, "g1 starts", ""},
	} {
		do(t, ctx, chromedp.KeyEvent(c.key))
		if got := text(t, ctx, "#step h2"); strings.Join(strings.Fields(got), " ") != c.words {
			t.Errorf("after %q the step is %q, want %q", c.key, got, c.words)
		}
		if got := text(t, ctx, "#source .current"); !strings.HasSuffix(got, c.line) {
			t.Errorf("after %q the highlighted line is %q, want %q", c.key, got, c.line)
		}
	}
	do(t, ctx, chromedp.KeyEvent(kb.End))
	if got := text(t, ctx, "#states"); !strings.Contains(got, "g2Lock mutex#1: waits") {
		t.Errorf("the goroutines' states are %q", got)
	}
	do(t, ctx, chromedp.KeyEvent("?"))
	if got := text(t, ctx, "dialog[open] h2"); got != "Keys" {
		t.Errorf("? shows %q", got)
	}
}

// TestPageOfHostileRecording: nothing that a recording says runs in the browser.
func TestPageOfHostileRecording(t *testing.T) {
	ctx := browse(t, htmlOf(t, hostileTrace(), bankSources(t)))
	do(t, ctx, chromedp.KeyEvent("j"))
	do(t, ctx, chromedp.KeyEvent("a"))
	ran := ask[bool](t, ctx, `window.hostile === true`)
	scripts := ask[int](t, ctx, `document.scripts.length`)
	if ran || scripts != 2 {
		t.Errorf("a recording's script ran: %v, the page has %d scripts, want 2", ran, scripts)
	}
}

// TestPageOnScreens looks at the page in light, in dark and as narrow as a phone. The
// pictures go to the folder SHOW_SCREENSHOTS, if it is set.
func TestPageOnScreens(t *testing.T) {
	ctx := browse(t, htmlOf(t, bankTrace(), bankSources(t)))
	for _, c := range []struct {
		name, scheme string
		width        int64
		mobile       bool
	}{{"light", "light", 1280, false}, {"dark", "dark", 1280, false}, {"phone", "light", 390, true}} {
		set(t, ctx, emulation.SetDeviceMetricsOverrideParams{Width: c.width, Height: 844, DeviceScaleFactor: 1, Mobile: c.mobile}, c.scheme)
		do(t, ctx, chromedp.KeyEvent(kb.End))
		shot, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if ask[bool](t, ctx, `document.documentElement.scrollWidth > window.innerWidth`) {
			t.Errorf("%s: the page is wider than the screen", c.name)
		}
		img, err := png.Decode(bytes.NewReader(shot))
		if err != nil {
			t.Fatal(err)
		}
		r, _, _, _ := img.At(2, 2).RGBA()
		if dark := r < 0x8000; dark != (c.scheme == "dark") {
			t.Errorf("%s: the page is dark: %v", c.name, dark)
		}
		if dir := os.Getenv("SHOW_SCREENSHOTS"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, c.name+".png"), shot, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
