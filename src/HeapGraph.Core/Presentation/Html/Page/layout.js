
// Runs beside the page, so that the page stays awake while Graphviz works.

const engine = Viz.instance();
onmessage = async asked => {
  try {
    postMessage({ svg: (await engine).renderString(asked.data, { format: 'svg' }) });
  } catch (failure) {
    postMessage({ failure: failure.message });
  }
};
