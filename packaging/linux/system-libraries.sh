#!/bin/sh
# System libraries that the tests and the desktop program need on Debian and Ubuntu: Qt's (offscreen and xcb),
# a Chinese font for the report, pdftoppm, with which the tests look at its pages, an X server with hands on it,
# strace, with which they see that no internet socket is opened, a PACS (Orthanc) to deliver to, and dcmtk, which reads what
# was made for the chart.
# Installs what is missing with apt when it may (root, or sudo without a password); otherwise prints the exact line.
set -eu

command -v dpkg-query >/dev/null 2>&1 || {
    echo "This is no Debian or Ubuntu: install Qt 6's xcb libraries, a Chinese TrueType font and poppler-utils by hand." >&2
    exit 0
}

glib=libglib2.0-0
apt-cache show libglib2.0-0t64 >/dev/null 2>&1 && glib=libglib2.0-0t64

wanted="libgl1 libegl1 $glib libdbus-1-3 libfontconfig1 libxkbcommon0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1
libxcb-shape0 libxcb-xkb1 libxcb-image0 libxcb-render-util0 libxkbcommon-x11-0 fonts-droid-fallback poppler-utils xvfb xdotool strace
orthanc dcmtk dicom3tools"

missing=
for package in $wanted; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "Some system libraries are missing. Please run, or ask an administrator to run:" >&2
    echo "  apt-get update && apt-get install -y --no-install-recommends$missing" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
echo "Installing system libraries:$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086 # a list of package names is meant to be split
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
