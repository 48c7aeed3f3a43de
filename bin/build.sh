# Sourced by bin/run, bin/test and bin/flood: builds what changed and says nothing unless something fails.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Build servers that outlive the build would hold on to the caller's output and memory.
export MSBUILDDISABLENODEREUSE=1
stamps="$root/artifacts/stamps"

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

need_tools() {
  command -v dotnet >/dev/null && dotnet --list-sdks 2>/dev/null | grep '^10\.' >/dev/null ||
    die "Genkan needs the .NET 10 SDK, which is not on this machine. Get it from https://dotnet.microsoft.com/download/dotnet/10.0, or: curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 (then add ~/.dotnet to PATH)."
  command -v npm >/dev/null && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null ||
    die "Genkan needs Node.js 20.19 or newer with npm, which is not on this machine. Get it from https://nodejs.org/en/download, or with your package manager."
}

# fingerprint PATH…: changes when a file below changes, appears or goes.
fingerprint() {
  (cd "$root" && find "$@" \( -name node_modules -o -name bin -o -name obj -o -name dist \) -prune -o -type f -print 2>/dev/null |
    LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | cksum)
}

# when_changed NAME RESULT "FINGERPRINT" COMMAND…: runs the command unless it ran well for the same fingerprint before.
when_changed() {
  local name=$1 result=$2 print=$3
  shift 3
  [ -e "$result" ] && [ "$(cat "$stamps/$name" 2>/dev/null)" = "$print" ] && return 0
  mkdir -p "$stamps"
  rm -f "$stamps/$name"
  if ! "$@" >"$stamps/$name.log" 2>&1; then
    cat "$stamps/$name.log" >&2
    die "That did not work: $name (see above)."
  fi
  printf '%s\n' "$print" >"$stamps/$name"
}

web_packages() {
  when_changed "browser packages" "$root/web/node_modules" "$(fingerprint web/package-lock.json) $(node -v)" install_web_packages
}
install_web_packages() { announce "Fetching the browser side's packages …"; (cd "$root/web" && npm ci --no-audit --no-fund --loglevel=error); }

web_sources() { fingerprint web texts; }
build_web() {
  web_packages
  when_changed "browser side" "$root/web/dist" "$(web_sources)" make_web
}
make_web() { announce "Building the browser side …"; (cd "$root/web" && rm -rf dist && npm run build); }

# The data of places that ships: packages pinned by tools/Places/package-lock.json, made into one file by tools/Places.
places_sources() { fingerprint tools/Places src/Genkan/Places Directory.Build.props; }
build_places() {
  when_changed "places packages" "$root/tools/Places/node_modules" "$(fingerprint tools/Places/package-lock.json)" install_places_packages
  when_changed "places data" "$root/artifacts/places/places.mmdb" "$(places_sources)" make_places
}
install_places_packages() { announce "Fetching the data of places …"; (cd "$root/tools/Places" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error); }
make_places() {
  announce "Making the data of places …"
  dotnet build "$root/tools/Places" -c Release -v q --nologo -p:UseSharedCompilation=false || return 1
  rm -rf "$root/artifacts/places.new"
  dotnet "$root/tools/Places/bin/Release/net10.0/places.dll" "$root/tools/Places/node_modules" "$root/src/Genkan/Places/Names" "$root/artifacts/places.new" || return 1
  rm -rf "$root/artifacts/places"
  mv "$root/artifacts/places.new" "$root/artifacts/places"
}

# The server runs from a copy, so that a later build does not pull the files from under a running one.
build_server() {
  build_places
  when_changed "server" "$root/artifacts/server/genkan.dll" "$(fingerprint src Directory.Build.props Directory.Packages.props global.json) $(web_sources) $(places_sources)" make_server
}
make_server() {
  announce "Building the server …"
  dotnet build "$root/src/Genkan" -c Release -v q --nologo -p:UseSharedCompilation=false || return 1
  rm -rf "$root/artifacts/server.new"
  cp -R "$root/src/Genkan/bin/Release/net10.0" "$root/artifacts/server.new"
  rm -rf "$root/artifacts/server"
  mv "$root/artifacts/server.new" "$root/artifacts/server"
}

build_load() {
  when_changed "load program" "$root/tests/Genkan.Load/bin/Release/net10.0/flood.dll" "$(fingerprint tests/Genkan.Load Directory.Build.props Directory.Packages.props global.json)" make_load
}
make_load() { announce "Building the load program …"; dotnet build "$root/tests/Genkan.Load" -c Release -v q --nologo -p:UseSharedCompilation=false; }

# To the terminal, although the command's own output goes to its log.
announce() { printf '%s\n' "$*" >&3; }
exec 3>&2
