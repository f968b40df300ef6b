#!/usr/bin/env bash
# Sets up, builds, makes a work from the example portraits, checks it and says where it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

./Scripts/setup.sh
swift build --configuration release --product likeness
likeness=.build/release/likeness

"$likeness" compose --source Examples/ana.webp --target Examples/chris.tif --recipe Examples/recipe.json \
    --keep-mask --overwrite --out Examples/work
"$likeness" verify Examples/work --inputs Examples
"$likeness" sheet Examples/work --source Examples/ana.webp --target Examples/chris.tif \
    --overwrite --out Examples/work-sheet.png

cat <<END

The work:          $PWD/Examples/work
A contact sheet:   $PWD/Examples/work-sheet.png
The command:       $PWD/$likeness
END
