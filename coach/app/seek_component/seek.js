// Moves the page's video to a time, to the fraction of a second: Streamlit's own knows whole ones.

const TRIES_MS = [0, 100, 300, 1000, 3000];

export default function ({ data }) {
  let timer;
  const seek = (number) => {
    const video = document.querySelector("[data-testid=stVideo]");
    if (!video) {
      if (number < TRIES_MS.length) timer = setTimeout(() => seek(number + 1), TRIES_MS[number]);
      return;
    }
    // When the page runs again for another reason, the clip stays where it is.
    if (video.dataset.sought === data.place) return;
    video.dataset.sought = data.place;
    video.currentTime = data.at_s;
  };
  seek(0);
  return () => clearTimeout(timer);
}
