import { policyFiles } from 'built-in:policy-files';
import { services } from 'built-in:reference';
import { render } from 'preact';
import { propertiesJsonSchema } from '../lambda/core/json-schema';
import { buildCatalog } from '../lambda/core/template';
import { App } from './app';

const place = document.getElementById('app');
const catalog = buildCatalog(policyFiles);
if (place !== null) render(<App catalog={catalog} reference={services} schema={propertiesJsonSchema(catalog)} />, place);
