#!/usr/bin/env bash
# Tries bad inputs and prints what is said of each, as docs/errors.md shows it.
#   ./Scripts/bad_inputs.sh [path of the command] > docs/errors.md
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
likeness=$(realpath "${1:-.build/release/likeness}")
examples=$PWD/Examples
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cp "$examples"/ana.webp "$examples"/chris.tif .

# The inputs.
: >empty.jpg
printf 'not a picture' >words.jpg
head -c 60000 chris.tif >cut.tif
head -c 60000 ana.webp >cut.webp
vips copy chris.tif whole.png
head -c 200000 whole.png >cut.png
vips jpegsave ana.webp whole.jpg
head -c 40000 whole.jpg >cut.jpg
# A header that claims 60000 × 60000 pixels.
python3 - <<'PY'
import struct, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
open("huge.png", "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b""))
PY
vips black plain.png 800 600 --bands 3
mkdir folder.jpg occupied && : >occupied/notes.txt && : >taken
printf '{"blend_ration": 0.9, "mask_blur": "15 px", "output_resolution": [3840, 0]}' >typo.json
printf '{"blend_ratio": 0.9,}' >comma.json
printf '{"face_detector":"retinaface","face_encoder":"inswapper_128_fp16","blend_ratio":0.92,"color_correction":"histogram_matching","sharpness_preserve":true,"output_resolution":[3840,2160],"upsampler":"swinir_medium","output_format":"tiff"}' >template.json

printf '{"version":1,"commercial":true,"entries":[{"role":"source","file":"ana.webp","sha256":"%s","person":"fictional","basis":"fictional","expires":"2020-12-31"}]}' "$(sha256sum ana.webp | cut -c1-64)" >ended.json
printf '{"version":1,"comercial":true,"entries":[{"role":"sauce","file":"ana.webp","person":"Ana","basis":"licence","expires":"soon"}]}' >wrong.json
export LIKENESS_CREDENTIALS=$folder/own
"$likeness" credentials init --name "Ana Example" --out keys >/dev/null

# Collections: a plan with mistakes, one whose pictures are not there, and one that is right.
mkdir -p moths/sources moths/targets nothing
cp ana.webp moths/sources/source_ana.webp && cp ana.webp moths/targets/target_ana.webp
cp words.jpg moths/sources/source_words.jpg
pictures='sources: [sources/source_ana.webp]
targets: "targets/*.webp"'
printf 'title: Moths\n%s\npairing: { mode: product }\n' "$pictures" >moths/collection.yaml
printf 'titel: Moths\n%s\npairing: { mode: lst }\nrecipe: { blend_ratio: 92 }\noverrides: { 7: { leave_out: yes } }\n' \
    "$pictures" >moths/wrong.yaml
printf 'title: Moths\ntitle: Butterflies\n' >moths/twice.yaml
printf 'title: "Moths\nsources: [\n' >moths/open.yaml
printf 'title: Moths\nsources: [sources/source_bo.webp]\ntargets: "targets/*.png"\npairing: { mode: product }\n' >moths/empty.yaml
printf 'title: Moths\n%s\npairing: { mode: product }\noutput: ../elsewhere\n' "$pictures" >moths/outside.yaml
printf 'title: Moths\n%s\npairing: { mode: random, count: 5, seed: 1 }\n' "$pictures" >moths/many.yaml
printf 'title: Moths\nsources: [sources/source_ana.webp, sources/source_words.jpg]\ntargets: "targets/*.webp"\npairing: { mode: product }\n' >moths/mixed.yaml

# Files and folders that this user may not open or write; root may do anything, so it becomes nobody for them.
cp ana.webp locked.webp && chmod 000 locked.webp && mkdir -m 555 closed
as_user=()
[[ "$(id -u)" -ne 0 ]] || as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
chmod 777 "$folder"

try() {
    local shown=$1
    shift
    printf '\n### %s\n\n```\n' "$shown"
    "${command[@]}" "$@" 2>&1 | sed -e "s|$folder/||g" -e "s|$examples|Examples|g" -e "s|$HOME|~|g" -e "s|${examples%/Examples}/||g"
    local status=${PIPESTATUS[0]} left
    left=$(ls -A . closed | grep -E '^\.?(work|faces|large|cut-out|proof)' | tr '\n' ' ')
    printf '```\n\nexit code %s; left behind: %s\n' "$status" "${left:-nothing}"
}

command=("$likeness")
cat <<'END'
# Bad inputs, and what is said of them

What `./Scripts/bad_inputs.sh` printed. Every refusal comes before work starts, names the file or the key, what is wrong
and what to do. The exit code is 2 for what asking otherwise mends and 1 for what failed on the way; nothing is left
behind.
END
for bad in missing.jpg folder.jpg empty.jpg words.jpg cut.jpg cut.png cut.tif cut.webp huge.png plain.png /dev/zero; do
    try "compose with the source $bad" compose --source "$bad" --target chris.tif --out work
done
try "compose with the target cut.tif" compose --source ana.webp --target cut.tif --out work
try "a picture above the limit" compose --source ana.webp --target chris.tif --max-megapixels 3 --out work
try "a picture that decodes to too much" compose --source ana.webp --target chris.tif --max-decoded-bytes 1000000 --out work
try "a face that is not there" compose --source ana.webp --target chris.tif --face 3 --out work
try "a folder that is no work" compose --source ana.webp --target chris.tif --out occupied
try "a file in the work's place" compose --source ana.webp --target chris.tif --out taken
try "a folder that cannot be made" compose --source ana.webp --target chris.tif --out /proc/work
try "a recipe with wrong keys" compose --recipe typo.json --source ana.webp --target chris.tif --out work
try "a recipe that is no JSON" compose --recipe comma.json --source ana.webp --target chris.tif --out work
try "a recipe that is not there" compose --recipe none.json --source ana.webp --target chris.tif --out work
try "models that are not here" compose --recipe template.json --source ana.webp --target chris.tif --out work
try "a flag out of range" compose --source ana.webp --target chris.tif --blend-ratio 92 --mask-blur wide --out work
try "a swapper that nobody knows" compose --source ana.webp --target chris.tif --swapper inswaper_128 --out work
try "edits of a face that there are not" compose --source ana.webp --target chris.tif --face-edits mouth_smle=0.4 --out work
try "a reference that was not given" compose --source ana.webp --target chris.tif --face reference --out work
try "a model pulled without a word on its licence" models pull yunet
try "a model pulled that nobody knows" models pull yunett --accept-licence
try "no source" compose --target chris.tif --out work
try "a drawing over the picture itself" inspect chris.tif --draw chris.tif
try "a sheet of something that is no work" sheet occupied --out faces.png
try "an enlargement of a file that is cut short" upscale cut.tif --out large.tif
try "an enlargement over the picture itself" upscale chris.tif --out chris.tif --overwrite
try "an enlargement in a format that is not written" upscale chris.tif --out large.gif
try "an enlargement that its format cannot hold" upscale chris.tif --size 20000x20000 --out large.webp
try "an enlargement with a model for another task" upscale chris.tif --model blazeface --out large.tif
try "tiles that are all overlap" upscale chris.tif --model real_esrgan_4x --tile-size 64 --out large.tif
try "two models of different factors" upscale chris.tif --model realesr-animevideov3 --face-model realesr-animevideov3-x2 --out large.tif
try "a crop that does not lie in the picture" frame chris.tif --crop 100,100,9000x9000 --out cut-out.tif
try "a profile that is none" proof chris.tif --profile words.jpg --out proof.tif
try "a model that is none" models add words.jpg --task upscale
try "a limit that a master cannot keep" compose --source ana.webp --target chris.tif --max-bytes master=30kB --out work
try "a place for which nothing is known" compose --source ana.webp --target chris.tif --title 'No. {number:03}' --out work
try "a place that there is not" compose --source ana.webp --target chris.tif --title 'No. {nummer}' --out work
try "an artist with a wrong address" compose --source ana.webp --target chris.tif --artist did:pkh:eip155:1:0xabc123 --out work
try "a label that cannot be written" compose --source ana.webp --target chris.tif --visible-label 'AI 😀' --out work
try "a gate outside its bounds" compose --source ana.webp --target chris.tif --nsfw-threshold 1 --out work
try "rights that have ended" compose --source ana.webp --target chris.tif --rights ended.json --out work
try "a record of rights with wrong keys" compose --source ana.webp --target chris.tif --rights wrong.json --out work
try "a certificate without its key" compose --source ana.webp --target chris.tif --cert keys/chain.pem --out work
try "a certificate that is none" compose --source ana.webp --target chris.tif --cert words.jpg --key keys/key.pem --out work
try "credentials that are not there" compose --source ana.webp --target chris.tif --credentials nowhere --out work
try "credentials over others" credentials init --name Ana --out keys
try "a verification of nothing" verify occupied
try "a verification of a picture without papers" verify chris.tif
try "a work that cannot be built again" reproduce occupied
try "a folder without pictures for a collection" collection init nothing
try "a plan over another" collection init moths
try "a plan that is not there" collection build nothing
try "a plan with mistakes" collection build moths/wrong.yaml
try "a plan with a key twice" collection check moths/twice.yaml
try "a plan that is no YAML" collection check moths/open.yaml
try "a plan whose pictures are not there" collection build moths/empty.yaml
try "a plan whose works go outside its folder" collection build moths/outside.yaml
try "a plan that wants more pairs than there are" collection status moths/many.yaml
try "a picture below the input standard" collection check moths
try "a picture that is none, in a build" collection build moths/mixed.yaml --only 2 --attempts 1
try "a shard that there is not" collection build moths --shard 3/2
try "works that the plan does not have" collection build moths --only 7-9
try "shards joined that nobody has built" collection merge moths
try "a gallery where another folder is" collection sheet moths --out occupied
try "a bucket that is not there" collection status s3://moths/first
export LIKENESS_CREDENTIALS=$folder/theirs
command=("${as_user[@]}" "$likeness")
try "a source that may not be read" compose --source locked.webp --target chris.tif --out work
try "a folder that may not be written to" compose --source ana.webp --target chris.tif --out closed/work
try "a folder that may not be written to, for one file" upscale chris.tif --out closed/large.tif
