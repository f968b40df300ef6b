#!/usr/bin/env bash
# Runs every family of swappers, masks, landmarkers, detectors and retouching models once, on small networks of random
# weights that it makes: a check that the whole road works where nobody has the real weights. The pictures are nothing to
# look at. Usage: Scripts/families.sh [FOLDER]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

./Scripts/setup.sh
./Scripts/test_oracles.sh
swift build --configuration release --product likeness 2>&1 | tail -1
likeness=$PWD/.build/release/likeness
folder=${1:-$(mktemp -d)}
mkdir -p "$folder/models" "$folder/works"
export LIKENESS_MODELS=$folder/models LIKENESS_CREDENTIALS=$folder/credentials

for file in .deps/models/*; do ln -sf "$PWD/$file" "$LIKENESS_MODELS/"; done
.deps/oracles/bin/python3 Tests/Support/make_models.py "$folder/made"
# Away from the example's record of rights, which asks for works that may be sold: most of these models forbid it.
cp Examples/ana.webp Examples/ben.webp "$folder/"

# add FILE NAME TASK FAMILY
add() {
    "$likeness" models add "$folder/made/$1" --task "$3" --family "$4" --name "$2" >"$folder/add.log" 2>&1 || {
        echo "$2: not added: $(cat "$folder/add.log")"
        return 1
    }
}
failed=0
while read -r file name task family; do
    add "$file" "$name" "$task" "$family" || failed=1
done <<'LIST'
arcface_w600k_r50.onnx arcface_w600k_r50 face_recognition arcface
fairface.onnx fairface face_classification fairface
crossface_ghost.onnx crossface_ghost embedding_conversion crossface
crossface_hififace.onnx crossface_hififace embedding_conversion crossface
crossface_simswap.onnx crossface_simswap embedding_conversion crossface
fan_68_5.onnx fan_68_5 face_landmarks fan_68_5
2dfan4.onnx 2dfan4 face_landmarks 2dfan4
peppa_wutz.onnx peppa_wutz face_landmarks peppa_wutz
retinaface_10g.onnx retinaface face_detection retinaface
scrfd_2.5g.onnx scrfd face_detection scrfd
yoloface_8n.onnx yolo_face face_detection yolo_face
yunet_2023_mar.onnx yunet face_detection yunet
xseg_1.onnx xseg_1 face_occlusion xseg
xseg_2.onnx xseg_2 face_occlusion xseg
xseg_3.onnx xseg_3 face_occlusion xseg
bisenet_resnet_34.onnx bisenet_resnet_34 face_parsing bisenet
inswapper_128.onnx inswapper_128 face_swapping inswapper
inswapper_128_fp16.onnx inswapper_128_fp16 face_swapping inswapper
hyperswap_1a_256.onnx hyperswap_1a_256 face_swapping hyperswap
simswap_256.onnx simswap_256 face_swapping simswap
simswap_unofficial_512.onnx simswap_unofficial_512 face_swapping simswap
ghost_1_256.onnx ghost_1_256 face_swapping ghost
hififace_unofficial_256.onnx hififace_unofficial_256 face_swapping hififace
blendswap_256.onnx blendswap_256 face_swapping blendswap
uniface_256.onnx uniface_256 face_swapping uniface
celebrity_224.dfm celebrity_224 face_swapping deep_swapper
gfpgan_1.4.onnx gfpgan_1.4 face_restoration gfpgan
codeformer.onnx codeformer face_restoration codeformer
gpen_bfr_256.onnx gpen_bfr_256 face_restoration gpen
restoreformer_plus_plus.onnx restoreformer_plus_plus face_restoration restoreformer
live_portrait_feature_extractor.onnx live_portrait_feature_extractor expression_restoration live_portrait
live_portrait_motion_extractor.onnx live_portrait_motion_extractor expression_restoration live_portrait
live_portrait_stitcher.onnx live_portrait_stitcher face_editing live_portrait
live_portrait_eye_retargeter.onnx live_portrait_eye_retargeter face_editing live_portrait
live_portrait_lip_retargeter.onnx live_portrait_lip_retargeter face_editing live_portrait
live_portrait_generator.onnx live_portrait expression_restoration live_portrait
live_portrait_generator.onnx live_portrait_editor face_editing live_portrait
fran.onnx fran age_modification fran
styleganex_age.onnx styleganex_age age_modification styleganex_age
LIST

# work NAME FLAGS…
work() {
    local name=$1
    shift
    if "$likeness" compose --source "$folder/ana.webp" --target "$folder/ben.webp" --out "$folder/works/$name" --overwrite \
        "$@" >"$folder/works/$name.log" 2>&1; then
        echo "ok      $name"
    else
        echo "FAILED  $name: $(tail -1 "$folder/works/$name.log")"
        failed=1
    fi
}
for swapper in inswapper_128 inswapper_128_fp16 hyperswap_1a_256 simswap_256 simswap_unofficial_512 ghost_1_256 \
    hififace_unofficial_256 blendswap_256 uniface_256 celebrity_224; do
    work "$swapper" --swapper "$swapper"
done
work boost --swapper inswapper_128 --pixel-boost 512
for mask in occlusion area region; do work "mask-$mask" --swapper hyperswap_1a_256 --mask-types "box,$mask"; done
work mask-many --swapper hyperswap_1a_256 --mask-types box,occlusion --face-occluder many
for restorer in gfpgan_1.4 codeformer gpen_bfr_256 restoreformer_plus_plus; do
    work "$restorer" --swapper inswapper_128 --restorer "$restorer"
done
work expression --swapper inswapper_128 --expression-restorer live_portrait
work editor --swapper inswapper_128 --face-editor live_portrait_editor --face-edits mouth_smile=0.4,head_yaw=-0.1
work fran --swapper inswapper_128 --age-modifier fran --age-direction 0.2
work styleganex --swapper inswapper_128 --age-modifier styleganex_age --age-direction=-0.2
for landmarker in 2dfan4 peppa_wutz many; do
    work "landmarks-$landmarker" --swapper inswapper_128 --face-landmarker "$landmarker"
done
work reference --face reference --reference "$folder/ben.webp"
for blend in multiband poisson paste; do work "blend-$blend" --swapper hyperswap_1a_256 --blend "$blend"; done
echo "works in $folder/works"
exit "$failed"
