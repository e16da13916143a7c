package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/internal/findings"
)

// artifactsFolder is where recordings are kept unless -artifacts says otherwise.
const artifactsFolder = ".chaosrun"

// ofRecording completes a command that takes a recording: a file, the id of a finding or the beginning of
// one, or nothing for the newest recording of the folder .chaosrun.
func ofRecording(cmd *cobra.Command) *cobra.Command {
	cmd.Use += " [FILE | FINDING]"
	cmd.Long += `

Name a recording by its FILE, or by the id of its FINDING or the beginning of that id. Without a name,
the command takes the newest recording in the folder .chaosrun.`
	cmd.Args = cobra.MaximumNArgs(1)
	run := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		name, err := recordingOf(args)
		if err != nil {
			return err
		}
		if len(args) == 0 || name != args[0] {
			fmt.Fprintf(os.Stderr, "chaosrun: the recording is %s\n", name)
		}
		return run(cmd, []string{name})
	}
	return cmd
}

var idBegin = regexp.MustCompile(`^[0-9a-f]{3,12}$`)

// recordingOf is the file of the recording that the arguments name.
func recordingOf(args []string) (string, error) {
	if len(args) == 0 {
		return newestRecording(artifactsFolder)
	}
	if _, err := os.Stat(args[0]); err == nil || !idBegin.MatchString(args[0]) {
		return args[0], nil
	}
	return recordingOfFinding(args[0])
}

// newestRecording is the file below a folder that was written last.
func newestRecording(dir string) (string, error) {
	var newest string
	var when time.Time
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".chaos" {
			return err
		}
		info, err := d.Info()
		if err == nil && info.ModTime().After(when) {
			newest, when = name, info.ModTime()
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if newest == "" {
		return "", fmt.Errorf("there is no recording in the folder %s: name one", dir)
	}
	return newest, nil
}

// recordingOfFinding is the recording of the finding whose id begins like that. A findings file may be
// anybody's: only recordings in the folder .chaosrun are taken.
func recordingOfFinding(id string) (string, error) {
	name := filepath.Join(artifactsFolder, "findings.json")
	f, err := findings.Read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s is no file, and no finding: there is no %s", id, name)
	}
	if err != nil {
		return "", err
	}
	var found []string
	for _, d := range f.Findings {
		for _, s := range d.Sightings {
			rel, err := filepath.Rel(artifactsFolder, filepath.FromSlash(s.Recording))
			if strings.HasPrefix(d.ID, id) && err == nil && filepath.IsLocal(rel) {
				if _, err := os.Stat(s.Recording); err == nil {
					found = append(found, s.Recording)
				}
			}
		}
	}
	switch len(found) {
	case 0:
		return "", fmt.Errorf("%s is no file, and no finding of %s that has a recording in %s", id, name, artifactsFolder)
	case 1:
		return found[0], nil
	}
	return "", fmt.Errorf("%s is no single finding: name one of %s", id, strings.Join(found, ", "))
}
