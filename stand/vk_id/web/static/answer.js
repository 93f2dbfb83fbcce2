// Hands the answer to the page that opened this window, and to no page of another origin.
const { target, message, location: address } = JSON.parse(document.getElementById("delivery").textContent);
if (window.opener) {
  window.opener.postMessage(message, target);
  // Whoever looks from time to time whether this window is still there has to hear its answer before it is gone.
  setTimeout(() => window.close(), 100);
} else {
  window.location.replace(address);
}
