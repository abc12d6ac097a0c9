// The photo bench: drop a file, or use the camera. The button and the file field work without it.

const form = document.querySelector("form[data-photo]");
const field = form.querySelector("input[type=file]");
document.querySelector("#error-summary")?.focus();

const take = (file) => {
  const files = new DataTransfer();
  files.items.add(file);
  field.files = files.files;
  form.requestSubmit();
};

document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer?.files ?? [];
  if (file) take(file);
});
field.addEventListener("change", () => {
  if (field.files.length === 1) form.requestSubmit();
});

const button = form.querySelector("[data-camera]");
const panel = form.querySelector("[data-camera-view]");
const video = panel.querySelector("video");
let stream = null;

if (navigator.mediaDevices?.getUserMedia) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    stream = await navigator.mediaDevices
      .getUserMedia({ video: { width: { ideal: 1920 }, height: { ideal: 1440 } }, audio: false })
      .catch(() => null);
    if (!stream) return;
    video.srcObject = stream;
    panel.hidden = false;
    await video.play();
    panel.querySelector("[data-shoot]").focus();
  });
}

panel.querySelector("[data-shoot]").addEventListener("click", () => {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  canvas.toBlob((blob) => {
    for (const track of stream.getTracks()) track.stop();
    take(new File([blob], "camera.jpg", { type: "image/jpeg" }));
  }, "image/jpeg", 0.95);
});
