var g_sods = {};
function RegisterSod(key, url) { g_sods[key] = { url: url, depends: [] }; }
function RegisterSodDep(key, dep) { if (g_sods[key]) { g_sods[key].depends.push(dep); } }
