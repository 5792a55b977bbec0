// The inline part: loads the recorder, which lies beside this file, from the app's own server.
export default async function (component) {
  const url = new URL(`${component.data.root}/recorder/main.js`, window.location.origin);
  const { mount } = await import(url.href);
  return mount(component);
}
