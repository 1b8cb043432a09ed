package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"runtime/debug"
	"strings"

	"github.com/aws/smithy-go"
)

// operations reports each operation of the SDK as one line of JSON.
type operations struct {
	failed bool
}

type line struct {
	Client    string `json:"client"`
	Version   string `json:"version"`
	Operation string `json:"operation"`
	Ok        bool   `json:"ok"`
	Error     string `json:"error,omitempty"`
}

// check reports the operations as answered as expected, unless work returns an error.
func (o *operations) check(names string, work func() error) {
	err := work()
	for _, name := range strings.Fields(names) {
		report := line{Client: "Go SDK 2", Version: version(), Operation: name, Ok: err == nil}
		if err != nil {
			o.failed = true
			report.Error = err.Error()
		}
		if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
			panic(err)
		}
	}
}

// version is the version of the SDK's core module; go.mod has the versions of the services.
func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == "github.com/aws/aws-sdk-go-v2" {
			return strings.TrimPrefix(module.Version, "v")
		}
	}
	return "unknown"
}

// equal returns an error that has both values, unless they are equal.
func equal(actual, expected any) error {
	if reflect.DeepEqual(actual, expected) {
		return nil
	}
	return fmt.Errorf("%v instead of %v", actual, expected)
}

// refused returns an error, unless err is of the type E and has the code.
func refused[E error](err error, code string) error {
	var typed E
	var api smithy.APIError
	if !errors.As(err, &typed) || !errors.As(err, &api) {
		return fmt.Errorf("%v (%T) instead of %T", err, err, typed)
	}
	return equal(api.ErrorCode(), code)
}

// first returns the first error that is not nil.
func first(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}
