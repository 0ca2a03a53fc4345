import { policyFiles } from 'built-in:policy-files';
import { services } from 'built-in:reference';
import { render } from 'preact';
import { buildCatalog } from '../lambda/core/template';
import { App } from './app';

const place = document.getElementById('app');
if (place !== null) render(<App catalog={buildCatalog(policyFiles)} reference={services} />, place);
